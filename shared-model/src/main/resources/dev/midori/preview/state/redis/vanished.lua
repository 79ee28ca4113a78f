-- Daytona has it no more, although nobody here ended it. ARGV: id, daytona id, keep ended, today, start of today, yesterday
local id, keep = ARGV[1], tonumber(ARGV[3])
if get(id, 'status') ~= 'running' or get(id, 'daytonaId') ~= ARGV[2] then return 0 end
begin_stop(id, 'vanished', keep, { today = ARGV[4], start = ARGV[5], yesterday = ARGV[6] })
become(id, 'stopped')
finish(id, keep)
return 1
