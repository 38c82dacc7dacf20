using System.Reflection;
using System.Runtime.Loader;
using Microsoft.CodeAnalysis.CSharp;
using Xunit;

namespace RnnDsl.Generator.Tests.RandomModels;

/// <summary>A compiled project, loaded to be run and unloaded afterwards.</summary>
internal sealed class LoadedProject : IDisposable
{
    private readonly AssemblyLoadContext _context = new("Project", isCollectible: true);
    private readonly Assembly _assembly;

    public LoadedProject(CSharpCompilation compilation) : this(Emit(compilation))
    {
    }

    /// <summary>Loads an emitted assembly.</summary>
    public LoadedProject(byte[] assembly)
    {
        using var stream = new MemoryStream(assembly);
        _assembly = _context.LoadFromStream(stream);
    }

    public Type Model(RandomModel model) => Type($"{model.Namespace}.{RandomModel.ClassName}");

    public Type Type(string name) => _assembly.GetType(name, throwOnError: true)!;

    /// <summary>Runs a console app's top-level statements; what they throw is thrown here.</summary>
    /// <returns>The exit code.</returns>
    public int Run(params string[] arguments)
    {
        var main = _assembly.EntryPoint!;
        return (int?)main.Invoke(null, BindingFlags.DoNotWrapExceptions, null, main.GetParameters().Length == 0 ? null : [arguments], null) ?? 0;
    }

    public void Dispose() => _context.Unload();

    private static byte[] Emit(CSharpCompilation compilation)
    {
        using var stream = new MemoryStream();
        var result = compilation.Emit(stream);
        Assert.True(result.Success, string.Join("\n", result.Diagnostics));
        return stream.ToArray();
    }
}
