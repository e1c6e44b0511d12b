using EFCore.ReadWriteSplitting.Consistency;
using EFCore.ReadWriteSplitting.Health;

namespace EFCore.ReadWriteSplitting.Connections;

/// <summary>Which node a connection should lead to.</summary>
/// <param name="Token">Prefer a node that is known to have replayed this token.</param>
/// <param name="Avoid">Exclude this node, which was just tried.</param>
internal readonly record struct NodePreference(WriteToken? Token = null, Node? Avoid = null);
