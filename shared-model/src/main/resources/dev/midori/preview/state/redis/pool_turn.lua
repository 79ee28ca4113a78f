-- An operator fills the pool no more, or again. Failures that came before, also by the clock of Redis, count no more then. ARGV: on or off
if ARGV[1] == 'on' then
  redis.call('HSET', KEYS[1], 'resumed', text(now))
  redis.call('HDEL', KEYS[1], 'off')
else
  redis.call('HSET', KEYS[1], 'off', text(now))
end
return 'OK'
