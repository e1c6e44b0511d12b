namespace Tracker.Bench.Figures;

/// <summary>A bound that a figure is held to.</summary>
internal sealed record Promise(double? AtLeast, double? Below)
{
    public static Promise OfAtLeast(double bound) => new(bound, null);

    public static Promise OfBelow(double bound) => new(null, bound);

    public bool IsKept(double value) => (AtLeast is not { } least || value >= least) && (Below is not { } limit || value < limit);

    public override string ToString() => AtLeast is { } least ? $"at least {least}" : $"below {Below}";
}
