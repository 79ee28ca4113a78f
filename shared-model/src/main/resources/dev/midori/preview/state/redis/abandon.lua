-- The broker does not have the command, as far as anybody can tell. A worker's claim tells better.
-- ARGV: id, keep ended, message, hint
local id = ARGV[1]
if get(id, 'status') ~= 'creating' or get(id, 'acceptedAt') then return 0 end
fail(id, tonumber(ARGV[2]), 'BROKER_UNAVAILABLE', ARGV[3], ARGV[4], '')
return 1
