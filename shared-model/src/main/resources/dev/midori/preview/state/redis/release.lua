-- Gives the job up without ending it, so that the next copy is taken at once. ARGV: id, epoch, owner
-- What is no longer held is nothing to give up.
local id = ARGV[1]
if get(id, 'epoch') == ARGV[2] and get(id, 'leaseOwner') == ARGV[3] then
  let_go(id)
end
return 'OK'
