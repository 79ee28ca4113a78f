-- The one switch that repairs whatever a message should have done and did not. Never asks where the message is. Answers besides
-- those that are late, and may be running all the same.
-- ARGV: most, total timeout, keep ended, quota in seconds, today, start of today, yesterday
local total, keep, quota = tonumber(ARGV[2]), tonumber(ARGV[3]), tonumber(ARGV[4])
local calendar = { today = ARGV[5], start = ARGV[6], yesterday = ARGV[7] }
local orders, late = {}, {}

-- For so long from the first time on those are answered, and asked for at Daytona, before they are ended.
local LATE = 300 * 1000

local function order(id)
  look_at(id, now + LOOK_AGAIN)
  orders[#orders + 1] = stop_order(id)
end

local function overdue(id)
  if is_unfinished(id) then
    redis.call('HSETNX', hash(id), 'lateSince', text(now))
    if now < number(id, 'lateSince') + LATE then
      late[#late + 1] = { id, get(id, 'daytonaId') }
      return look_at(id, now + LOOK_AGAIN)
    end
  end
  fail(id, keep, calendar, 'EXPIRED', 'The preview was not running in time.', 'Try again in a moment.', '')
  if get(id, 'remains') == '1' then order(id) end
end

local function look(id)
  local status = get(id, 'status')
  if not status then
    redis.call('ZREM', prefix .. 'due', id)
  elseif status == 'stopping' or status == 'error' then
    order(id)
  elseif status == 'stopped' then
    redis.call('ZREM', prefix .. 'due', id)
  elseif status == 'running' then
    local stopAt = hard_stop(id, quota, calendar)
    if stopAt > now then return look_at(id, stopAt) end
    local tooOld = number(id, 'createdAt') + LONGEST_LIFE <= now
    begin_stop(id, is_pooled(id) and 'pool' or tooOld and 'expired' or 'quota', keep, calendar)
    order(id)
  elseif not get(id, 'acceptedAt') then
    fail(id, keep, calendar, 'BROKER_UNAVAILABLE', 'The preview could not be queued.', 'Try again in a moment.', '')
  elseif number(id, 'createdAt') + total <= now then
    overdue(id)
  else
    look_at(id, number(id, 'createdAt') + total)
  end
end

local ids = redis.call('ZRANGE', prefix .. 'due', '-inf', text(now), 'BYSCORE', 'LIMIT', 0, ARGV[1])
local broken = 0
for _, id in ipairs(ids) do
  if not attempt(look, id) then
    broken = broken + 1
    look_at(id, now + BROKEN_AGAIN)
  end
end
return { #ids, 0, broken, orders, late }
