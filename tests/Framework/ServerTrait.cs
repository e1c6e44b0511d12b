using Xunit;
using Xunit.Abstractions;
using Xunit.Sdk;

namespace Tracker.Tests.Framework;

/// <summary>Marks the tests that need a server, so that a filter can leave them out: <c>Needs!=server</c>.</summary>
internal static class ServerTrait
{
    public const string Name = "Needs";
    public const string Value = "server";

    /// <summary>Whether a test class takes an <see cref="IServerFixture"/>: as a class fixture, or through its collection.</summary>
    public static bool AppliesTo(ITestClass testClass) =>
        TakesServer(testClass.Class) || (testClass.TestCollection.CollectionDefinition is { } definition && TakesServer(definition));

    private static bool TakesServer(ITypeInfo type) => type.ToRuntimeType().GetInterfaces().Any(IsFixtureOfServer);

    private static bool IsFixtureOfServer(Type type) =>
        type.IsGenericType
        && (type.GetGenericTypeDefinition() == typeof(ICollectionFixture<>) || type.GetGenericTypeDefinition() == typeof(IClassFixture<>))
        && type.GetGenericArguments()[0].IsAssignableTo(typeof(IServerFixture));
}
