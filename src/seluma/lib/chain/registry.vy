# pragma version 0.4.3
# pragma evm-version london
# @title A registry of the states of transparency logs
# @notice Holds, for each writer and each log, which root the log had at which size. A log only grows here: nobody, its
#         writer included, can take an entry back or put another root in its place. Nothing but the name of the log, its
#         size and the root of its Merkle tree is ever written down: no entry, no person, and no hash of either.
# @dev Nobody owns the registry. Writers are told apart by their address, so that nobody can keep a log's name from it;
#      whoever reads must know which address writes for the log.


struct State:
    size: uint64
    root: bytes32
    block_number: uint64
    timestamp: uint64


event Anchored:
    writer: indexed(address)
    origin_hash: indexed(bytes32)
    origin: String[255]
    size: uint64
    root: bytes32
    index: uint256


counts: HashMap[address, HashMap[bytes32, uint256]]
states: HashMap[address, HashMap[bytes32, HashMap[uint256, State]]]


@external
def anchor(origin: String[255], size: uint64, root: bytes32):
    """
    @notice Write down that the sender's log of this name has this root at this size.
    @dev Reverts unless the size is larger than the last one that the sender wrote down for this name.
    """
    assert len(origin) != 0, "a log has a name"
    assert root != empty(bytes32), "a log has a root"
    name: bytes32 = keccak256(origin)
    index: uint256 = self.counts[msg.sender][name]
    if index != 0:
        assert size > self.states[msg.sender][name][index - 1].size, "a log only grows"
    else:
        assert size != 0, "an empty log is not anchored"
    self.states[msg.sender][name][index] = State(
        size=size,
        root=root,
        block_number=convert(block.number, uint64),
        timestamp=convert(block.timestamp, uint64),
    )
    self.counts[msg.sender][name] = index + 1
    log Anchored(writer=msg.sender, origin_hash=name, origin=origin, size=size, root=root, index=index)


@external
@view
def count(writer: address, origin: String[255]) -> uint256:
    """
    @notice How many states this writer wrote down for the log of this name.
    """
    return self.counts[writer][keccak256(origin)]


@external
@view
def state(writer: address, origin: String[255], index: uint256) -> State:
    """
    @notice The state with this number, the first being 0; reverts when there is none.
    """
    name: bytes32 = keccak256(origin)
    assert index < self.counts[writer][name], "there is no such state"
    return self.states[writer][name][index]
