namespace Tracker.Data.Fences;

/// <summary>From when on a new fence is valid where its definition does not say.</summary>
public enum FenceValidity
{
    /// <summary>For reports of any event time.</summary>
    Always,

    /// <summary>For reports of event times from the import on.</summary>
    FromNow,
}
