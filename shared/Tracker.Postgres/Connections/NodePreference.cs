using EFCore.ReadWriteSplitting.Consistency;
using EFCore.ReadWriteSplitting.Health;

namespace EFCore.ReadWriteSplitting.Connections;

/// <summary>What a connection must lead to, beyond its pool's kind.</summary>
/// <param name="Token">Preferably to a node that is known to show this.</param>
/// <param name="Avoid">Not to this one, which was just tried.</param>
internal readonly record struct NodePreference(WriteToken? Token = null, Node? Avoid = null);
