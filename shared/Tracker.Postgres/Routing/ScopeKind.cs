namespace EFCore.ReadWriteSplitting.Routing;

/// <summary>The kind of a scope.</summary>
public enum ScopeKind
{
    /// <summary>A <see cref="Scopes.ReadScope"/>.</summary>
    Read,

    /// <summary>A <see cref="Scopes.WriteScope"/>.</summary>
    Write,
}
