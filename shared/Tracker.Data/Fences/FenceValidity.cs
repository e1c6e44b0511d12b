namespace Tracker.Data.Fences;

/// <summary>When a new fence becomes valid if its definition does not say.</summary>
public enum FenceValidity
{
    /// <summary>Valid for any event time.</summary>
    Always,

    /// <summary>Valid for event times from the import on.</summary>
    FromNow,
}
