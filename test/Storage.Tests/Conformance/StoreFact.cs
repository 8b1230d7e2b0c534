using Keeper.Testing;
using Xunit.Abstractions;
using Xunit.Sdk;

namespace Keeper.Storage.Tests.Conformance;

/// <summary>A fact of every provider; skipped, and saying why, in a class whose provider the machine lacks.</summary>
[XunitTestCaseDiscoverer("Keeper.Storage.Tests.Conformance.StoreFactDiscoverer", "Keeper.Storage.Tests")]
[AttributeUsage(AttributeTargets.Method)]
public sealed class StoreFactAttribute : FactAttribute;

/// <summary>The same for a theory.</summary>
[XunitTestCaseDiscoverer("Keeper.Storage.Tests.Conformance.StoreTheoryDiscoverer", "Keeper.Storage.Tests")]
[AttributeUsage(AttributeTargets.Method)]
public sealed class StoreTheoryAttribute : TheoryAttribute;

/// <summary>Says that the tests of a class need programs on the PATH.</summary>
/// <param name="programs">Their names.</param>
[AttributeUsage(AttributeTargets.Class)]
public sealed class NeedsAttribute(params string[] programs) : Attribute
{
    /// <summary>Their names.</summary>
    public IReadOnlyList<string> Programs => programs;

    internal static string? Missing(ITestMethod method)
    {
        var needs = method.TestClass.Class.GetCustomAttributes(typeof(NeedsAttribute)).SingleOrDefault();
        return needs is null ? null : ProgramPath.Missing(needs.GetConstructorArguments().Single() as IEnumerable<string> ?? []);
    }
}

/// <summary>Finds facts.</summary>
public sealed class StoreFactDiscoverer(IMessageSink sink) : FactDiscoverer(sink)
{
    /// <inheritdoc/>
    public override IEnumerable<IXunitTestCase> Discover(
        ITestFrameworkDiscoveryOptions discoveryOptions, ITestMethod testMethod, IAttributeInfo factAttribute) =>
        NeedsAttribute.Missing(testMethod) is null
            ? base.Discover(discoveryOptions, testMethod, factAttribute)
            : [new SkippedTestCase(DiagnosticMessageSink, discoveryOptions, testMethod)];
}

/// <summary>Finds theories.</summary>
public sealed class StoreTheoryDiscoverer(IMessageSink sink) : TheoryDiscoverer(sink)
{
    /// <inheritdoc/>
    public override IEnumerable<IXunitTestCase> Discover(
        ITestFrameworkDiscoveryOptions discoveryOptions, ITestMethod testMethod, IAttributeInfo theoryAttribute) =>
        NeedsAttribute.Missing(testMethod) is null
            ? base.Discover(discoveryOptions, testMethod, theoryAttribute)
            : [new SkippedTestCase(DiagnosticMessageSink, discoveryOptions, testMethod)];
}

/// <summary>A test that is not run.</summary>
public sealed class SkippedTestCase : XunitTestCase
{
    /// <summary>Made by the test runner, which fills it in.</summary>
    [Obsolete("For the test runner.")]
    public SkippedTestCase()
    {
    }

    internal SkippedTestCase(IMessageSink sink, ITestFrameworkDiscoveryOptions options, ITestMethod method)
        : base(sink, options.MethodDisplayOrDefault(), options.MethodDisplayOptionsOrDefault(), method)
    {
    }

    /// <inheritdoc/>
    protected override string? GetSkipReason(IAttributeInfo factAttribute) => NeedsAttribute.Missing(TestMethod);
}
