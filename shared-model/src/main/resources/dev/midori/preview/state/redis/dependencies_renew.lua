-- A builder is still at it. ARGV: set, epoch, lease
if not is_held_by(ARGV[1], ARGV[2]) then return 0 end
redis.call('HSET', record(ARGV[1]), 'until', text(now + ARGV[3]))
return 1
