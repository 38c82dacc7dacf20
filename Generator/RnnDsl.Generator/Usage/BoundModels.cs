using System.Collections.Concurrent;
using RnnDsl.Generator.Parsing;
using RnnDsl.Generator.Semantics;

namespace RnnDsl.Generator.Usage;

/// <summary>
/// Caches bound models across edits: a compilation after an edit has new symbols, but most declarations
/// are unchanged. Keys and values are records, so no compilation is kept alive.
/// </summary>
internal static class BoundModels
{
    // More than a project has; when exceeded, the cache is cleared.
    private const int Most = 256;

    private static readonly ConcurrentDictionary<(ModelDeclaration, CompilationEnvironment), Model> Models = new();
    private static readonly ConcurrentDictionary<(EncoderDecoderDeclaration, CompilationEnvironment), EncoderDecoder> EncoderDecoders = new();

    public static Model Bind(ModelDeclaration declaration, CompilationEnvironment environment) =>
        Find(Models, (declaration, environment), static key => Binder.Bind(key.Item1, key.Item2).Model);

    public static EncoderDecoder Bind(EncoderDecoderDeclaration declaration, CompilationEnvironment environment) =>
        Find(EncoderDecoders, (declaration, environment), static key => EncoderDecoderBinder.Bind(key.Item1, key.Item2).EncoderDecoder);

    private static TValue Find<TKey, TValue>(ConcurrentDictionary<TKey, TValue> known, TKey key, Func<TKey, TValue> bind)
        where TKey : notnull
    {
        if (known.Count >= Most)
        {
            known.Clear();
        }

        return known.GetOrAdd(key, bind);
    }
}
