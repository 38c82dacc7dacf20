using System.Collections.Concurrent;
using RnnDsl.Generator.Parsing;
using RnnDsl.Generator.Semantics;

namespace RnnDsl.Generator.Usage;

/// <summary>
/// The models that declarations were bound to, kept from one edit to the next: a compilation after an edit has new symbols, but most declarations
/// read as they did before. Both sides of the map are values, so nothing of a compilation is held.
/// </summary>
internal static class BoundModels
{
    // More than a project has; beyond, it begins anew.
    private const int Most = 256;

    private static readonly ConcurrentDictionary<(ModelDeclaration, CompilationEnvironment), Model> Models = new();
    private static readonly ConcurrentDictionary<(EncoderDecoderDeclaration, CompilationEnvironment), EncoderDecoder> Pairs = new();

    public static Model Bind(ModelDeclaration declaration, CompilationEnvironment environment) =>
        Find(Models, (declaration, environment), static key => Binder.Bind(key.Item1, key.Item2).Model);

    public static EncoderDecoder Bind(EncoderDecoderDeclaration declaration, CompilationEnvironment environment) =>
        Find(Pairs, (declaration, environment), static key => EncoderDecoderBinder.Bind(key.Item1, key.Item2).EncoderDecoder);

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
