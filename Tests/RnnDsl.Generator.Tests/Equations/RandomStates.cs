namespace RnnDsl.Generator.Tests.Equations;

/// <summary>Draws cells whose states read each other in one direction.</summary>
internal abstract class RandomStates(int seed)
{
    private int _matrices;

    protected Random Random { get; } = new(seed);

    /// <summary>Some cells.</summary>
    public IEnumerable<RandomCell> Take(int count)
    {
        for (var i = 0; i < count; i++)
        {
            _matrices = 0;
            yield return Next();
        }
    }

    protected abstract RandomCell Next();

    /// <summary>A product of the input, sometimes one of a state before this one, and a bias.</summary>
    protected string Sum(string[] before) => $"{Matrix()} · x_t" + (before.Length > 0 && Random.Next(2) == 0 ? $" + {Matrix()} · {Read(before)}" : "") + " + b";

    /// <summary>A state before this one, of this step or of the previous one.</summary>
    protected string Read(string[] before)
    {
        var state = before[Random.Next(before.Length)];
        return Random.Next(2) == 0 ? $"{state}_t" : $"{state}_{{t-1}}";
    }

    protected string Matrix() => $"W_{{{(char)('a' + _matrices++)}}}";
}
