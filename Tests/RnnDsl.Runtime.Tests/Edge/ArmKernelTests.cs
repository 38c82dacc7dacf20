using RnnDsl.Runtime.Tests.Kernels;
using RnnDsl.Runtime.Tests.Packaging;
using Xunit;

namespace RnnDsl.Runtime.Tests.Edge;

/// <summary>The tests of the kernels on .NET for ARM.</summary>
[Trait("Category", "Long")]
[Collection(nameof(DotNet))]
public sealed class ArmKernelTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [ArmFact]
    public async Task Kernels_are_right_on_ARM()
    {
        // A program for ARM with the runtime that loads the assembly of the tests, which is for any processor, and calls its entry point.
        File.WriteAllText(_folder["launcher.csproj"], """
            <Project Sdk="Microsoft.NET.Sdk">
              <PropertyGroup>
                <OutputType>Exe</OutputType>
                <TargetFramework>net10.0</TargetFramework>
                <ImplicitUsings>enable</ImplicitUsings>
                <InvariantGlobalization>true</InvariantGlobalization>
              </PropertyGroup>
            </Project>
            """);
        File.WriteAllText(_folder["Program.cs"], """
            using System.Reflection;
            using System.Runtime.Loader;

            var (program, context) = (args[0], AssemblyLoadContext.Default);
            context.Resolving += (_, name) => Path.Combine(Path.GetDirectoryName(program)!, name.Name + ".dll") is var path && File.Exists(path) ? context.LoadFromAssemblyPath(path) : null;
            return (int)context.LoadFromAssemblyPath(program).EntryPoint!.Invoke(null, BindingFlags.DoNotWrapExceptions, null, [args[1..]], null)!;
            """);
        await DotNet.Run(_folder.Path, "publish", "-c", "Release", "-r", "linux-arm64", "--self-contained", "-o", _folder["program"]);

        // The emulator sees new machine code only where it is written.
        var run = await ProgramRun.Of([.. ArmEmulator.Command(Path.Combine(_folder["program"], "launcher")), typeof(KernelTestProgram).Assembly.Location], environment: ("DOTNET_EnableWriteXorExecute", "0"));
        Assert.Equal($"128 bits, {InstructionSetTests.Tests} tests, 0 failures\n", run.Output + run.Errors);
    }
}
