using RnnDsl.Generator.Common;
using RnnDsl.Generator.Semantics;
using RnnDsl.Generator.Shapes;

namespace RnnDsl.Generator.Lowering.Streams;

/// <summary>A size of the constructor, as the file says it: a dimension of a tensor that has no other unknown size in it.</summary>
/// <param name="Name">The size.</param>
/// <param name="Tensor">The tensor.</param>
/// <param name="Dimension">Its dimension.</param>
/// <param name="Parts">How often the size is in it.</param>
/// <param name="Others">What else is in it.</param>
internal sealed record SizeOfTensor(string Name, string Tensor, int Dimension, long Parts, Polynomial Others)
{
    /// <summary>The sizes of a constructor, in the order in which they become known.</summary>
    public static IReadOnlyList<SizeOfTensor> Of(string model, EquatableArray<SizeParameter> parameters, IEnumerable<StreamItem> items)
    {
        var dimensions = items.OfType<StreamWeight>().SelectMany(weight => weight.Value.Tensors).GroupBy(tensor => tensor.Name).Select(group => group.First())
            .SelectMany(tensor => tensor.Shape.Select((length, dimension) => (Tensor: tensor.Name, Dimension: dimension, Length: length)))
            .ToList();
        var found = new List<SizeOfTensor>();
        var unknown = parameters.Select(parameter => parameter.Name).ToList();
        while (unknown.Count > 0)
        {
            var size = unknown.Select(Place).FirstOrDefault(place => place is not null) ?? throw new InvalidOperationException($"No tensor of {model} says its size {unknown[0]}.");
            found.Add(size);
            unknown.Remove(size.Name);
        }

        return found;

        // The plainest place first: the size alone, then a multiple of it, then a sum.
        SizeOfTensor? Place(string name) => dimensions
            .Select(place => new SizeOfTensor(name, place.Tensor, place.Dimension, PartsOf(place.Length, name), OthersOf(place.Length, name)))
            .Where(place => place.Parts > 0)
            .OrderBy(place => place.Others == 0 ? 0 : 1).ThenBy(place => place.Parts)
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
