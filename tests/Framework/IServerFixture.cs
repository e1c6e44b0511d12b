using Xunit;

namespace Tracker.Tests.Framework;

/// <summary>A fixture that starts servers. The tests of every class that takes one have the trait <c>Needs=server</c>.</summary>
public interface IServerFixture : IAsyncLifetime;
