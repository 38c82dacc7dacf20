namespace RnnDsl.Playground.Text;

/// <summary>The body of <c>POST /api/text</c>.</summary>
/// <param name="Prompt">The text to continue; it may be empty.</param>
/// <param name="Temperature">The sampling temperature; 0 is greedy decoding.</param>
/// <param name="Length">The number of characters to generate; <c>null</c> for as many as allowed.</param>
/// <param name="Seed">The random seed; <c>null</c> for another continuation each time.</param>
internal sealed record TextRequest(string Prompt, double Temperature = 0.8, int? Length = null, long? Seed = null)
{
    public const string Form = """{"prompt": "ROMEO:", "temperature": 0.8, "length": 400, "seed": 1}, of which only prompt is required.""";
}

/// <summary>The event after the prompt, with an empty text, and after each character.</summary>
/// <param name="Text">The generated character.</param>
/// <param name="Next">The most probable next characters, in descending order of their probabilities.</param>
internal sealed record TextEvent(string Text, IReadOnlyList<NextCharacter> Next);

/// <summary>A character that may be next.</summary>
/// <param name="Character">The character.</param>
/// <param name="Probability">Its probability at the temperature.</param>
internal sealed record NextCharacter(string Character, double Probability);
