using RnnDsl.Generator.Common;
using RnnDsl.Generator.Emit.Torch;
using RnnDsl.Generator.Semantics;
using RnnDsl.Generator.Shapes;

namespace RnnDsl.Generator.Emit.Streaming;

/// <summary>Writes the class with the weights of a stream, which reads them from a file.</summary>
internal static class StreamingWeights
{
    public static void Emit(string model, EquatableArray<SizeParameter> parameters, StreamingClass members, SourceWriter writer)
    {
        writer.Line("/// <summary>The weights, which streams share.</summary>").Line("private sealed class Weights");
        using (writer.Braces())
        {
            foreach (var parameter in parameters)
            {
                writer.Line($"public readonly int {StreamingSizes.Field(parameter.Name)};");
            }

            foreach (var weight in members.Weights)
            {
                writer.Line($"public readonly {weight.Type} {weight.Field}; // {weight.Note}");
            }

            writer.Line().Line($"public Weights({members.Types["WeightReader"]} reader)");
            using (writer.Braces())
            {
                foreach (var (name, other) in members.Ties)
                {
                    writer.Line($"reader.Tie({Literal.Of(name)}, {Literal.Of(other)});");
                }

                foreach (var line in Sizes(model, parameters, members))
                {
                    writer.Line(line);
                }

                foreach (var weight in members.Weights)
                {
                    writer.Line($"{weight.Field} = {weight.Value};");
                }
            }
        }
    }

    /// <summary>Each size of the constructor, as the file says it: a dimension of a tensor that has no other unknown size in it.</summary>
    private static IEnumerable<string> Sizes(string model, EquatableArray<SizeParameter> parameters, StreamingClass members)
    {
        var known = new HashSet<string>();
        var unknown = parameters.Select(parameter => parameter.Name).ToList();
        while (unknown.Count > 0)
        {
            var found = unknown.Select(name => (Name: name, Place: Place(name))).FirstOrDefault(pair => pair.Place is not null);
            if (found.Place is not { } place)
            {
                throw new InvalidOperationException($"No tensor of {model} says its size {unknown[0]}.");
            }

            var parts = place.Parts == 1 ? "" : $", parts: {Literal.Of(place.Parts)}";
            var rest = place.Others == 0 ? "" : $", less: {StreamingSizes.Own(place.Others)}";
            yield return $"{StreamingSizes.Field(found.Name)} = reader.Size({Literal.Of(found.Name)}, {Literal.Of(place.Tensor)}, {Literal.Of(place.Dimension)}{parts}{rest});";
            known.Add(found.Name);
            unknown.Remove(found.Name);
        }

        // The plainest place first: the size alone, then a multiple of it, then a sum.
        (string Tensor, int Dimension, long Parts, Polynomial Others)? Place(string name) => members.Tensors
            .SelectMany(tensor => tensor.Shape.Select((length, dimension) => (Tensor: tensor.Name, Dimension: dimension, Length: length)))
            .Select(place => (place.Tensor, place.Dimension, Parts: PartsOf(place.Length, name), Others: OthersOf(place.Length, name)))
            .Where(place => place.Parts > 0)
            .OrderBy(place => place.Others == 0 ? 0 : 1).ThenBy(place => place.Parts)
            .Select(place => ((string, int, long, Polynomial)?)place)
            .FirstOrDefault();

        static Polynomial OthersOf(Polynomial length, string name) => length.With(other => other == name ? 0 : Polynomial.Symbol(other));

        long PartsOf(Polynomial length, string name)
        {
            var rest = OthersOf(length, name);
            var parts = (length.With(other => other == name ? 1 : Polynomial.Symbol(other)) + (-1 * rest)).Number ?? 0;
            return parts > 0 && length == (parts * Polynomial.Symbol(name)) + rest && !unknown.Exists(rest.Mentions) ? parts : 0;
        }
    }
}
