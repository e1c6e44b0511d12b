namespace EFCore.ReadWriteSplitting.Connections;

/// <summary>The source location that opened a scope. Logs and errors name it for scopes that are held too long.</summary>
internal readonly record struct CallSite(string Member, string File, int Line)
{
    public override string ToString() => $"{Member} ({Path.GetFileName(File)}:{Line})";
}
