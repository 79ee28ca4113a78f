-- Claims what nobody looked at any more, as of a moment until which every sign was heard.
-- ARGV: most, skip, heard until, term without a gap, not after, keep ended, today, start of today, yesterday
local through, term = tonumber(ARGV[3]), tonumber(ARGV[4])
local keep = tonumber(ARGV[6])
local calendar = { today = ARGV[7], start = ARGV[8], yesterday = ARGV[9] }
local kept, broken, orders = 0, 0, {}
-- A sweep that was held up until its lock had ended: another has looked since.
if now > tonumber(ARGV[5]) then return { 0, 0, 0, orders } end

local function look(id)
  if get(id, 'status') ~= 'running' then return redis.call('ZREM', prefix .. 'liveness', id) end
  if tonumber(get(id, 'allowance') or get(id, 'firstGrant') or '0') > term then
    kept = kept + 1
    return
  end
  begin_stop(id, 'idle', keep, calendar)
  orders[#orders + 1] = stop_order(id)
end

local ids = redis.call('ZRANGE', prefix .. 'liveness', '-inf', text(through), 'BYSCORE', 'LIMIT', ARGV[2], ARGV[1])
for _, id in ipairs(ids) do
  if not attempt(look, id) then
    broken = broken + 1
    if redis.call('ZSCORE', prefix .. 'liveness', id) then kept = kept + 1 end
  end
end
return { #ids, kept, broken, orders }
