namespace EFCore.ReadWriteSplitting.Consistency;

/// <summary>A token was issued by another cluster: its position means nothing here. Drop the token and read anew.</summary>
public sealed class ForeignTokenException(WriteToken token, long systemId)
    : Exception($"The token {token} belongs to the cluster with system identifier {token.SystemId}, this one is {systemId}. Drop the token: it proves nothing here.");
