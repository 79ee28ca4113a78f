-- Takes a slot for a project, or says why not. A project that lives already shall have other files: its next revision.
-- ARGV: id, user, project, content hash, first grant, limit, when exceeded, replace (1/0), gone after, quota in seconds,
--       keep ended, force (1/0), today, start of today, yesterday, gone after for one that reads at an unknown pace
local id, user, project, content, grant = ARGV[1], ARGV[2], ARGV[3], ARGV[4], ARGV[5]
local limit, whenExceeded, replace = tonumber(ARGV[6]), ARGV[7], ARGV[8] == '1'
local goneAfter, quota, keep = tonumber(ARGV[9]), tonumber(ARGV[10]), tonumber(ARGV[11])
local force = ARGV[12] == '1'
local calendar = { today = ARGV[13], start = ARGV[14], yesterday = ARGV[15] }

local same, others = live_of(user, project)

-- Whoever asks for it is there, and the page that will beat for it has only begun to load.
local function met(live, how)
  see_owner(live, 'created')
  extend(live, tonumber(grant), grant)
  return { how, live, get(live, 'revision') }
end

if same and get(same, 'content') == content and wanted(same) == number(same, 'revision') then
  return met(same, 'JOINED')
end

if not force then
  local failed = redis.call('GET', failure_of(user, project, content))
  if failed then
    local known = cjson.decode(failed)
    known.times = known.times + 1
    redis.call('SET', failure_of(user, project, content), cjson.encode(known), 'KEEPTTL')
    return { 'FAILED', known.id, text(known.times) }
  end
end

if same then
  next_revision(same)
  redis.call('HSET', hash(same), 'content', content)
  return met(same, 'REVISED')
end

if used_today(user, calendar) >= quota then return { 'QUOTA', text(used_today(user, calendar)) } end

table.sort(others, function(a, b) return number(a, 'lastHeartbeatAt') < number(b, 'lastHeartbeatAt') end)
local function gives_way(live)
  if replace or whenExceeded == 'replace' then return true end
  return whenExceeded == 'replace-abandoned' and get(live, 'status') == 'running'
    and now > gone_at(live, goneAfter, tonumber(ARGV[16]))
end
local leaving = {}
for i = 1, #others - limit + 1 do
  if not gives_way(others[i]) then
    local waits = whenExceeded == 'replace-abandoned' and get(others[i], 'status') == 'running'
    return { 'LIMIT', others[i], waits and text(gone_at(others[i], goneAfter, tonumber(ARGV[16])) - now) or '' }
  end
  leaving[#leaving + 1] = others[i]
end

local answer = { 'RESERVED', id }
for _, live in ipairs(leaving) do
  begin_stop(live, 'replaced', keep, calendar)
  if get(live, 'status') == 'stopping' then answer[#answer + 1] = stop_order(live) end
end
start_record(id, user, project, content, 1, grant)
look_at(id, now + LOOK_AGAIN)
return answer
