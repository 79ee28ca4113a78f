-- A whole comparison with Daytona was made. KEYS[1] is the one key itself. ARGV: its mark, the time
if redis.call('GET', KEYS[1]) ~= ARGV[1] then return 0 end
redis.call('SET', KEYS[1], ARGV[2])
return 1
