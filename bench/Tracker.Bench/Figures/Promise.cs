namespace Tracker.Bench.Figures;

/// <summary>A bound that a figure must meet.</summary>
internal sealed record Promise(double? AtLeast, double? Below, double? AtMost)
{
    public static Promise OfAtLeast(double bound) => new(bound, null, null);

    public static Promise OfBelow(double bound) => new(null, bound, null);

    public static Promise OfAtMost(double bound) => new(null, null, bound);

    public bool IsKept(double value) =>
        (AtLeast is not { } least || value >= least) && (Below is not { } limit || value < limit)
            && (AtMost is not { } most || value <= most);

    public override string ToString() =>
        AtLeast is { } least ? $"at least {least}" : Below is { } limit ? $"below {limit}" : $"at most {AtMost}";
}
