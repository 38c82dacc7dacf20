using System.Globalization;
using RnnDsl.Generator.Equations.Analysis;

namespace RnnDsl.Generator.Tests.Equations;

/// <summary>A project's file with a random cell and a model of it.</summary>
internal sealed record RandomCellModel(RandomCell Cell, int Number)
{
    public string Namespace => "Cell" + Number.ToString(CultureInfo.InvariantCulture);

    /// <summary>How many features a step has: of a cell that adds its input to its states, as many as they have, and of one with several inputs as many as those.</summary>
    public long Features => Lowering.Sizes.For(CellRun.Of(Cell).Cell!).Features;

    public static long Size => 4;

    /// <summary>Whether weights of the state are dropped, of every third cell that has any.</summary>
    public bool DropsWeights => Number % 3 == 0 && new ValueFacts(CellRun.Of(Cell).Cell!).RecurrentProducts.Any();

    public string Source => $$""""
        namespace {{Namespace}};

        [Cell("""
        {{Cell.Equations}}
        """{{Cell.Arguments}})]
        {{Cell.Attributes}}
        public partial class Own;

        [SequenceModel]
        [Features({{Features}})]
        [Recurrent(typeof(Own), {{Size}}{{(Cell.NamedSizes.Count == 0 ? "" : $", Sizes = \"{string.Join(", ", Cell.NamedSizes.Select(size => size + ": 2"))}\"")}}{{(DropsWeights ? ", WeightDrop = 0.3" : "")}}, Name = "cell")]
        public partial class Model;
        """";
}
