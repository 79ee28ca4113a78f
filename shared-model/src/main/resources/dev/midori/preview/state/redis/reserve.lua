-- Takes a slot for a project, or says why not.
-- ARGV: id, user, project, content hash, first grant, limit, when exceeded, replace (1/0), gone after, quota in seconds,
--       keep ended, today, start of today, yesterday
local id, user, project, content, grant = ARGV[1], ARGV[2], ARGV[3], ARGV[4], ARGV[5]
local limit, whenExceeded, replace = tonumber(ARGV[6]), ARGV[7], ARGV[8] == '1'
local goneAfter, quota, keep = tonumber(ARGV[9]), tonumber(ARGV[10]), tonumber(ARGV[11])
local calendar = { today = ARGV[12], start = ARGV[13], yesterday = ARGV[14] }

local slots = prefix .. 'user:' .. user
local others, same = {}, nil
for _, live in ipairs(redis.call('SMEMBERS', slots)) do
  if not LIVE[get(live, 'status')] then
    redis.call('SREM', slots, live)
  elseif get(live, 'projectId') == project then
    same = live
  else
    others[#others + 1] = live
  end
end

if same and get(same, 'content') == content then return { 'JOINED', same } end

if used_today(user, calendar) >= quota then return { 'QUOTA', tostring(used_today(user, calendar)) } end

table.sort(others, function(a, b) return number(a, 'lastHeartbeatAt') < number(b, 'lastHeartbeatAt') end)
local function gives_way(live)
  if replace or whenExceeded == 'replace' then return true end
  return whenExceeded == 'replace-abandoned' and get(live, 'status') == 'running'
    and now - number(live, 'lastHeartbeatAt') > goneAfter
end
local leaving = {}
for i = 1, #others - limit + 1 do
  if not gives_way(others[i]) then return { 'LIMIT', others[i] } end
  leaving[#leaving + 1] = others[i]
end
if same then leaving[#leaving + 1] = same end

local answer = { 'RESERVED', id }
for _, live in ipairs(leaving) do
  begin_stop(live, 'replaced', keep, calendar)
  if get(live, 'status') == 'stopping' then answer[#answer + 1] = stop_order(live) end
end
start_record(id, user, project, content, grant)
look_at(id, now + LOOK_AGAIN)
return answer
