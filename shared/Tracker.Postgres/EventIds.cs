namespace EFCore.ReadWriteSplitting;

/// <summary>The ids of the library's log events: 1000 to 1999.</summary>
internal static class EventIds
{
    public const int UnitOfWorkRetried = 1001;
    public const int ProbeFailed = 1002;
    public const int NodeHealthChanged = 1003;
    public const int ScopeHeldTooLong = 1004;
    public const int WriteRolledBack = 1005;
    public const int PoolMaintenanceFailed = 1006;
    public const int ReplicaBehind = 1007;
    public const int LoginRefused = 1020;
}
