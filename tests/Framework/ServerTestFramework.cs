using Xunit.Abstractions;
using Xunit.Sdk;

namespace Tracker.Tests.Framework;

/// <summary>
/// xunit's own framework, which also gives tests that need a server their <see cref="ServerTrait"/>: xunit 2 takes traits from
/// methods, classes and assemblies only, and a class would be forgotten.
/// </summary>
public sealed class ServerTestFramework(IMessageSink diagnostics) : XunitTestFramework(diagnostics)
{
    protected override ITestFrameworkDiscoverer CreateDiscoverer(IAssemblyInfo assemblyInfo) =>
        new Discoverer(assemblyInfo, SourceInformationProvider, DiagnosticMessageSink);

    private sealed class Discoverer(IAssemblyInfo assembly, ISourceInformationProvider source, IMessageSink diagnostics)
        : XunitTestFrameworkDiscoverer(assembly, source, diagnostics)
    {
        protected override bool FindTestsForType(
            ITestClass testClass, bool includeSourceInformation, IMessageBus messageBus, ITestFrameworkDiscoveryOptions discoveryOptions) =>
            base.FindTestsForType(
                testClass, includeSourceInformation, ServerTrait.AppliesTo(testClass) ? new MarkingBus(messageBus) : messageBus, discoveryOptions);
    }

    // Does not own the bus that it passes the messages to.
    private sealed class MarkingBus(IMessageBus messages) : IMessageBus
    {
        public bool QueueMessage(IMessageSinkMessage message)
        {
            if (message is ITestCaseDiscoveryMessage discovered)
                discovered.TestCase.Traits.Add(ServerTrait.Name, [ServerTrait.Value]);
            return messages.QueueMessage(message);
        }

        public void Dispose()
        {
        }
    }
}
