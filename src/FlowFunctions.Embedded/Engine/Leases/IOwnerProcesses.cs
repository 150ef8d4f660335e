namespace FlowFunctions.Embedded.Engine.Leases;

/// <summary>Tells about the processes that own hubs.</summary>
internal interface IOwnerProcesses
{
    /// <returns>This process, under a new id.</returns>
    LeaseOwner DescribeThis();

    /// <returns>True only where the owner's process certainly has ended: it was on this machine and is no more.</returns>
    bool IsGone(LeaseOwner owner);
}
