using Tracker.Tests.Framework;
using Xunit.Abstractions;
using Xunit.Sdk;

namespace Tracker.Cluster.Tests;

public sealed class ServerTraitTests
{
    [Theory]
    [InlineData(typeof(InCollection), true)]
    [InlineData(typeof(WithClassFixture), true)]
    [InlineData(typeof(Alone), false)]
    public void A_class_needs_a_server_if_it_or_its_collection_takes_a_fixture_that_starts_one(Type type, bool expected)
    {
        TestAssembly assembly = new(Reflector.Wrap(type.Assembly));
        ITypeInfo? definition = type == typeof(InCollection) ? Reflector.Wrap(typeof(ClusterCollection)) : null;
        TestClass testClass = new(new TestCollection(assembly, definition, "a collection"), Reflector.Wrap(type));
        Assert.Equal(expected, ServerTrait.AppliesTo(testClass));
    }

    // Only what the rule looks at.
    private sealed class InCollection;

    private sealed class WithClassFixture : IClassFixture<ClusterFixture>;

    private sealed class Alone;
}
