namespace EFCore.ReadWriteSplitting.Consistency;

/// <summary>A token was issued by another cluster, so its position has no meaning here. Discard the token and read without it.</summary>
public sealed class ForeignTokenException(WriteToken token, long systemId)
    : Exception($"The token {token} belongs to the cluster with system identifier {token.SystemId}, this cluster has {systemId}. Discard the token: it proves nothing here.");
