-- Ends what has run for longer than any may. ARGV: most, skip, age, keep ended, today, start of today, yesterday
local keep = tonumber(ARGV[4])
local calendar = { today = ARGV[5], start = ARGV[6], yesterday = ARGV[7] }
local kept, broken, orders = 0, 0, {}

local function look(id)
  if get(id, 'status') ~= 'running' then return redis.call('ZREM', prefix .. 'running', id) end
  begin_stop(id, 'expired', keep, calendar)
  orders[#orders + 1] = stop_order(id)
end

local ids = redis.call('ZRANGE', prefix .. 'running', '-inf', text(now - tonumber(ARGV[3])), 'BYSCORE', 'LIMIT', ARGV[2], ARGV[1])
for _, id in ipairs(ids) do
  if not attempt(look, id) then
    broken = broken + 1
    if redis.call('ZSCORE', prefix .. 'running', id) then kept = kept + 1 end
  end
end
return { #ids, kept, broken, orders }
