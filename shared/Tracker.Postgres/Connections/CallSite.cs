namespace EFCore.ReadWriteSplitting.Connections;

/// <summary>Where in the source a scope was opened, so that one held too long can be named.</summary>
internal readonly record struct CallSite(string Member, string File, int Line)
{
    public override string ToString() => $"{Member} ({Path.GetFileName(File)}:{Line})";
}
