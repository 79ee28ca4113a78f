-- What this pass did not find again is no suspect any more. ARGV: name of the pass. Answers how many are left.
local cursor, left = '0', 0
repeat
  local page = redis.call('HSCAN', prefix .. 'suspects', cursor, 'COUNT', 500)
  cursor = page[1]
  for i = 1, #page[2], 2 do
    if string.match(page[2][i + 1], '^%d+ (.*)$') == ARGV[1] then
      left = left + 1
    else
      redis.call('HDEL', prefix .. 'suspects', page[2][i])
    end
  end
until cursor == '0'
return left
