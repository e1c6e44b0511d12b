namespace EFCore.ReadWriteSplitting.Routing;

/// <summary>The kinds of scopes.</summary>
public enum ScopeKind
{
    /// <summary>A <see cref="Scopes.ReadScope"/>.</summary>
    Read,

    /// <summary>A <see cref="Scopes.WriteScope"/>.</summary>
    Write,
}
