-- Who has used most of the day, and whose quota ends next. ARGV: most, today, start of today, yesterday
local calendar = { today = ARGV[2], start = ARGV[3], yesterday = ARGV[4] }
local seen, answer = {}, {}

local function tell(user)
  if not user or seen[user] or is_slot(user) then return end
  seen[user] = true
  answer[#answer + 1] = { user, text(used_today(user, calendar)) }
end

for _, user in ipairs(redis.call('ZRANGE', prefix .. 'spent:' .. calendar.today, 0, ARGV[1] - 1, 'REV')) do tell(user) end
-- Of what runs, the ones that are looked at soonest are those whose day is nearly used up.
for _, id in ipairs(redis.call('ZRANGE', prefix .. 'due', text(now), '+inf', 'BYSCORE', 'LIMIT', 0, ARGV[1])) do
  if get(id, 'status') == 'running' then tell(get(id, 'userId')) end
end
return answer
