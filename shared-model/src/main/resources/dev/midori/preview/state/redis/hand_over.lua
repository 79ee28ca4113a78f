-- A sandbox that waits becomes somebody's preview, once. ARGV: id, whose it becomes, content hash, least time left, keep ended
-- Asked again for the same one, it answers the same. Its slot is free at once, and its record stays as long as any that ended.
local id, to = ARGV[1], ARGV[2]
if get(id, 'handedTo') ~= to then
  if get(id, 'renounced:' .. to) or not waits(id, ARGV[3], tonumber(ARGV[4])) then return {} end
  free_slot(id)
  become(id, 'stopped', 'endedBecause', 'handed_over', 'handedTo', to)
  finish(id, ARGV[5])
end
return { get(id, 'daytonaId'), get(id, 'createdAt'), get(id, 'startingSession') or '', get(id, 'startingCommand') or '' }
