namespace RnnDsl.Playground.Text;

/// <summary>A stream that reads a text and samples its continuation.</summary>
internal sealed class TextContinuation
{
    private const int Shown = 8;
    private const int Block = 32;

    private readonly TextModel _model;
    private readonly TextStream _stream;
    private readonly SamplingOptions _sampling;
    private readonly RandomSource _random;
    private readonly float[] _scores;
    private readonly float[] _probabilities;
    private int _token;

    public TextContinuation(TextModel model, TextRequest request)
    {
        _model = model;
        _stream = model.NewStream();
        _sampling = new SamplingOptions { Temperature = request.Temperature };
        _random = new RandomSource(request.Seed ?? Random.Shared.NextInt64());
        _scores = new float[_stream.OutputSize];
        _probabilities = new float[_stream.OutputSize];
    }

    /// <summary>The last character.</summary>
    public string Character => _model.Vocabulary[_token].ToString();

    /// <summary>Reads a text; an empty one is a line feed.</summary>
    public void Read(ReadOnlySpan<int> tokens, CancellationToken cancellation)
    {
        if (tokens.IsEmpty)
        {
            _stream.Step(_model.Start, _scores);
            return;
        }

        var scores = new float[Math.Min(Block, tokens.Length) * _stream.OutputSize];
        while (!tokens.IsEmpty)
        {
            cancellation.ThrowIfCancellationRequested();
            var count = Math.Min(Block, tokens.Length);
            var block = scores.AsSpan(0, count * _stream.OutputSize);
            _stream.Process(tokens[..count], block);
            block[^_stream.OutputSize..].CopyTo(_scores);
            tokens = tokens[count..];
        }
    }

    /// <summary>Samples a character and reads it.</summary>
    public void Step()
    {
        _token = Sampler.Sample(_scores, _sampling, _random);
        _stream.Step(_token, _scores);
    }

    /// <summary>The most probable next characters.</summary>
    public NextCharacter[] Next()
    {
        Sampler.Probabilities(_scores, _sampling, _probabilities);
        return [.. Enumerable.Range(0, _probabilities.Length)
            .OrderByDescending(token => _probabilities[token])
            .ThenByDescending(token => _scores[token])
            .Take(Shown)
            .Select(token => new NextCharacter(_model.Vocabulary[token].ToString(), Math.Round(_probabilities[token], 4)))];
    }
}
