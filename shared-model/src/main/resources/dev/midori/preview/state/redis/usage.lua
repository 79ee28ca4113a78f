-- What a user has used. ARGV: user, today, start of today, yesterday, then the days that are asked for.
-- Answers: how many run now, how many were ever begun, then the seconds of each day, what runs now included.
local user = ARGV[1]
local calendar = { today = ARGV[2], start = ARGV[3], yesterday = ARGV[4] }
local dayStart = tonumber(calendar.start)
local running, before = 0, 0
for _, id in ipairs(redis.call('SMEMBERS', prefix .. 'user:' .. user)) do
  if get(id, 'status') == 'running' then
    running = running + 1
    local since = number(id, 'runningAt')
    if since < dayStart then before = before + math.floor((dayStart - since) / 1000) end
  end
end
local answer = { text(running), redis.call('GET', prefix .. 'created:' .. user) or '0' }
for i = 5, #ARGV do
  local day = ARGV[i]
  local seconds = tonumber(redis.call('GET', prefix .. 'usage:' .. user .. ':' .. day) or '0')
  if day == calendar.today then seconds = used_today(user, calendar) end
  if day == calendar.yesterday then seconds = seconds + before end
  answer[#answer + 1] = text(seconds)
end
return answer
