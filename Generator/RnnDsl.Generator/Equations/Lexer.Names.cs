using System.Globalization;
using System.Text;

namespace RnnDsl.Generator.Equations;

/// <summary>Lexes names with their accents, subscripts and times.</summary>
internal sealed partial class Lexer
{
    private const int LongestName = 100;
    private const int MostSteps = 16;
    private const string Subscript = "a subscript is letters and digits, or the time: t or t-1";

    private void ReadName()
    {
        var name = new NameReading(_at);
        name.Letters.Append(Current == '\\' ? ReadCommandLetters(0) : Current == '{' ? ReadGroup(0) : ReadLetters());
        ReadTimeStep(name);
        while ((Current == '~' && !IsLetterAt(_at + 1) && Next != '\\') || Current is '˜' or '∼' or 'ˆ' || (Current == '^' && (Next is '_' or '₋' || IsSubscript(Next))))
        {
            name.Letters.Append(Current is '^' or 'ˆ' ? '\u0302' : '\u0303');
            _at++;
        }

        while (ReadMark(name))
        {
        }

        Add(name);
    }

    /// <summary>\Delta t, the length of a step, is one name.</summary>
    private void ReadTimeStep(NameReading name)
    {
        var letter = AfterBlanks(_at);
        if (name.Letters.ToString() is "Δ" or "δ" && At(letter) == 't' && !IsLetterAt(letter + 1))
        {
            name.Letters.Append('t');
            _at = letter + 1;
        }
    }

    /// <summary>torch.tanh, self.W: qualified names of a program. The last part is the name.</summary>
    private void ReadQualified(Token qualifier)
    {
        var last = qualifier;
        var start = qualifier.Span.Start;
        while (Current == '.' && IsLetterAt(_at + 1))
        {
            _tokens.RemoveAt(_tokens.Count - 1);
            start = ++_at;
            ReadName();
            last = _tokens[_tokens.Count - 1];
        }

        var span = qualifier.Span.To(last.Span);
        var (whole, name) = (_text.Substring(span.Start, span.Length), _text.Substring(start, last.Span.End - start));
        _tokens[_tokens.Count - 1] = last with { Span = span };
        if (last.IsBroken)
        {
            return;
        }

        var left = qualifier.Name!.At(qualifier.Time);
        if (qualifier.IsMatrix && last.Time != TimeIndex.None)
        {
            var product = $"{left} · {last.Name!.At(last.Time)}";
            _diagnostics.AddWithFix(EquationMistake.CannotBeRead, span, product, $"names have no '.' here; write {product} for a product with a matrix");
            return;
        }

        if (last is { Name.Display: "T" or "mT" or "t", IsAdjacent: false })
        {
            _diagnostics.AddWithFix(EquationMistake.CannotBeRead, span, left + "^⊤", $"names have no '.' here; write {left}^⊤ for the transpose");
            return;
        }

        if (qualifier.Time != TimeIndex.None)
        {
            _diagnostics.Add(EquationMistake.CannotBeRead, span, $"names have no '.' here; write {left} ⊙ {last.Name!.At(last.Time)} for an elementwise product");
            return;
        }

        var function = EquationFunction.Find(last.Name!.Key)?.Name;
        var advice = function is null && last.IsAdjacent ? OtherFunctions.Advice(last.Name.Key) : null;
        var isKnown = function is not null || !last.IsAdjacent;
        _diagnostics.AddWithFix(EquationMistake.CannotBeRead, span, isKnown ? function ?? name : null,
            isKnown ? $"names have no '.' here; write {function ?? name}"
            : advice is { Length: > 0 } ? $"there is no '{whole}' here. {advice.TrimEnd('.')}"
            : $"there is no '{whole}' here; there are {string.Join(", ", EquationFunction.Names)}");
    }

    private void Add(NameReading name)
    {
        var span = new Span(name.Start, _at - name.Start);
        var isTooLong = span.Length > LongestName;
        var cellName = isTooLong ? CellName.Of("p", [], 0) : name.ToName();
        if (name.Time == TimeIndex.None && EquationFunction.Find(cellName.Key) is null && TimeInParentheses() is { } time)
        {
            _at = time.End;
            span = new Span(name.Start, _at - name.Start);
            MarkTime(name, time.Mark, span);
        }

        if (name.HasTwoTimes)
        {
            Refuse(name, span, "a name has one time, t or t-1");
        }
        else if (isTooLong)
        {
            Refuse(name, span, "this name is too long");
        }

        var power = name.Exponent is { } number && !isTooLong ? new PossiblePower(cellName, number) : null;
        if (power is not null && name.Time == TimeIndex.None && EquationFunction.Find(cellName.Key) is null)
        {
            // A parameter until an equation defines it.
            cellName = name.ToName([.. name.Superscripts, power.Exponent.ToString(CultureInfo.InvariantCulture)]);
        }

        _tokens.Add(new Token(TokenKind.Name, span)
        {
            Name = cellName,
            Time = name.Time,
            Steps = name.Steps,
            IsAdjacent = Current is '(' or '[',
            IsBroken = name.IsBroken,
            Power = power,
            IsTransposed = name.IsTransposed,
        });
    }

    /// <summary>One mark after a name, if there is one: a prime, a subscript, a superscript time.</summary>
    private bool ReadMark(NameReading name)
    {
        if (Current is '\'' or '′' or '’')
        {
            name.Primes++;
            _at++;
        }
        else if (Current == '_' && Next is '{' or '(')
        {
            ReadEnclosed(name);
        }
        else if (Current == '_' && (IsLetterAt(_at + 1) || IsDigit(Next)))
        {
            _at++;
            name.Mark(WithT(Unstyled(ReadLetters())));
        }
        else if (Current == '_' && Next == '\\')
        {
            var start = _at;
            _at++;
            if (ReadCommandLetters(0) is { Length: > 0 } letters)
            {
                name.Mark(letters);
            }
            else
            {
                _at = start + 2;
                Refuse(name, new Span(start, 2), Subscript);
            }
        }
        else if (IsSubscript(Current))
        {
            ReadSmallSubscript(name);
        }
        else if (Current == '^')
        {
            return ReadSuperscript(name);
        }
        else if (Current is '²' or '³')
        {
            Raise(name, Current == '²' ? 2 : 3, new Span(_at, 1));
            _at++;
        }
        else if (Current is 'ᵀ' or '⊤')
        {
            _at++;
            name.IsTransposed = true;
        }
        else
        {
            return false;
        }

        return true;
    }

    private void Raise(NameReading name, double exponent, Span span)
    {
        if (name.Exponent is not null)
        {
            Refuse(name, span, "a name has one power; write (h_t^2)^3 for the power of a power");
        }

        name.Exponent = exponent;
    }

    private string ReadLetters()
    {
        var from = _at;
        while (_at < _text.Length && (IsLetterAt(_at) || IsDigit(Current) || IsMark(Current)))
        {
            _at += char.IsHighSurrogate(Current) ? 2 : 1;
        }

        return _text.Substring(from, _at - from);
    }

    /// <summary>The text between braces or parentheses after '_' or '^'; null if they are not closed on this line.</summary>
    private string? ReadContent(NameReading name)
    {
        var open = _at + 1;
        var (opening, closing) = _text[open] == '{' ? ('{', '}') : ('(', ')');
        var depth = 0;
        for (var at = open; at < _text.Length && !IsLineEnd(_text[at]); at++)
        {
            depth += _text[at] == opening ? 1 : _text[at] == closing ? -1 : 0;
            if (depth == 0)
            {
                _at = at + 1;
                return _text.Substring(open + 1, at - open - 1);
            }
        }

        // The rest of the line may belong to it.
        Refuse(name, new Span(open - 1, 2), $"this is not closed; write '{closing}' behind it, as in h_{{t-1}}");
        while (_at < _text.Length && !IsLineEnd(Current))
        {
            _at++;
        }

        return null;
    }

    private void ReadEnclosed(NameReading name)
    {
        var open = _at;
        if (ReadContent(name) is not { } content)
        {
            return;
        }

        foreach (var part in content.Split(','))
        {
            var mark = WithT(InParentheses(Unstyled(part)));
            if (IsTime(mark) || (mark.Length > 0 && mark.All(c => char.IsLetterOrDigit(c) || IsMark(c))))
            {
                name.Mark(mark);
            }
            else
            {
                var isTime = IsOtherStep(mark) && mark[0] == 't';
                if (isTime)
                {
                    MarkTime(name, mark, new Span(open, _at - open));
                    continue;
                }

                if (IsOtherStep(mark) && name.Time == TimeIndex.None && !content.Split(',').Any(other => IsTime(Unstyled(other))))
                {
                    var value = name.ToName().Display;
                    _otherTime ??= (mark[0], new Span(open, _at - open),
                        $"the time is t; write {value}_t for {value}_{mark[0]} and {value}_{{t-1}} for {value}_{{{mark[0]}-1}}, or Time = \"{mark[0]}\" behind the equations");
                    return;
                }

                Refuse(name, new Span(open, _at - open), OfSteps(mark));
                return;
            }
        }
    }

    /// <summary>The advice for a subscript that is no mark: h_{t-k}, x_{1:t}.</summary>
    private static string OfSteps(string mark) =>
        mark.Contains(':') || mark.Contains('…') || mark.Contains('≤') || mark.Contains("\\leq") ? "a name is of one step; what earlier steps gave is a state, as in s_t = s_{t-1} + x_t"
        : mark.Length > 2 && mark[0] == 't' && Kind(mark[1]) is TokenKind.Minus or TokenKind.Plus ? $"the distance from t is a number, as in t-2, and '{mark.Substring(2)}' is none"
        : Subscript;

    /// <summary>h^{(t)}, h^t, h^{\prime}, W^{(f)}, h_t^2.</summary>
    /// <returns>Whether it is part of the name; else it is an exponent, which follows as tokens.</returns>
    private bool ReadSuperscript(NameReading name)
    {
        var start = _at;
        string? content;
        if (Next == '{' && EndOfGroup(_at + 1) < 0)
        {
            // Too long for a mark.
            return Exponent(start);
        }

        if (Next is '{' or '(')
        {
            content = ReadContent(name);
        }
        else
        {
            _at++;
            content = Current == '\\' ? ReadStyledSuperscript() ?? ReadLetters()
                : Current is '*' or '⊤' || IsDigit(Current) ? _text[_at++].ToString()
                : ReadLetters();
        }

        if (content is null)
        {
            return true;
        }

        var span = new Span(start, Math.Max(_at - start, 1));
        var inner = Unstyled(content);
        var isBare = inner.Length > 0 && inner[0] is not ('(' or '[' or '<' or '⟨') && At(start + 1) != '(';
        var mark = WithT(inner.Trim('(', ')', '<', '>', '⟨', '⟩', '[', ']'));
        if (content.Trim() is "\\prime" or "'" or "′")
        {
            name.Primes++;
        }
        else if (IsTime(mark) || (IsOtherStep(mark) && mark[0] == 't'))
        {
            MarkTime(name, mark, span);
        }
        else if (mark is "T" or "⊤" or "\\top" or "\\intercal" or "ᵀ")
        {
            name.IsTransposed = true;
        }
        else if (name.IsBase && isBare && _text[start + 1] == '{')
        {
            return Exponent(start);
        }
        else if (isBare && mark.All(IsDigit) && mark.Length is > 0 and < 4)
        {
            Raise(name, double.Parse(mark, CultureInfo.InvariantCulture), span);
        }
        else if (mark.Length > 0 && mark.Split(',').All(part => part.Length > 0 && part.All(c => char.IsLetterOrDigit(c) || IsMark(c))))
        {
            name.Superscripts.AddRange(mark.Split(','));
        }
        else if (isBare && _text[start + 1] == '{' && IsExponent(name, inner))
        {
            return Exponent(start);
        }
        else
        {
            Refuse(name, span, mark == "-1" ? UnknownSigns.Inverse
                : IsOtherStep(mark) ? $"a superscript is a mark of a name, as in W^{{(f)}}, the time or a power; '{mark}' is none of them. Write one letter, such as '{mark[0]}', or leave it out"
                : "a superscript is a mark of a name, as in W^{(f)}, the time, as in h^{(t)}, or a power, as in h_t^2; write exp(a) for a power of e");
        }

        return true;

        bool Exponent(int at)
        {
            _at = at;
            _exponentFollows = true;
            return false;
        }
    }

    /// <summary>Whether a superscript is a value, such as -x_t or 0.5, and no mark: on a parameter, only what has a time can be none.</summary>
    private static bool IsExponent(NameReading name, string text) =>
        text.Contains("_{t") || text.Contains("_t") || text.Contains('ₜ')
        || (text.All(c => IsDigit(c) || c is '.' or '/' || IsMinus(c)) && text.Any(IsDigit) && (name.Time != TimeIndex.None || !char.IsUpper(name.ToName().Key[0])));

    private string ReadStyledSuperscript()
    {
        var start = _at;
        var letters = ReadCommandLetters(0);
        if (letters.Length > 0)
        {
            return letters;
        }

        var word = ReadWord(start + 1);
        _at = start + 1 + word.Length;
        return "\\" + word;
    }

    /// <summary>(t-1) in a subscript is t-1.</summary>
    private static string InParentheses(string mark) => mark.Length > 2 && mark[0] == '(' && mark[mark.Length - 1] == ')' ? mark.Substring(1, mark.Length - 2) : mark;

    private void MarkTime(NameReading name, string mark, Span span)
    {
        if (!IsOtherStep(mark))
        {
            name.Mark(mark);
        }
        else if (!int.TryParse(mark.Substring(2), NumberStyles.None, CultureInfo.InvariantCulture, out var steps) || steps > MostSteps)
        {
            Refuse(name, span, $"values of up to {MostSteps} steps before t are kept");
        }
        else
        {
            name.MarkSteps(Kind(mark[1]) == TokenKind.Plus ? steps : -steps);
        }
    }

    /// <summary>ₜ, ₜ₋₁ and subscript digits and letters.</summary>
    private void ReadSmallSubscript(NameReading name)
    {
        var start = _at;
        if (Current == 'ₜ' && Next is '₋' or '₊')
        {
            _at += 2;
            while (IsSubscript(Current))
            {
                _at++;
            }

            var mark = _text.Substring(start, _at - start).Normalize(NormalizationForm.FormKC);
            if (IsTime(mark) || IsOtherStep(mark))
            {
                MarkTime(name, mark, new Span(start, _at - start));
            }
            else
            {
                Refuse(name, new Span(start, _at - start), Subscript);
            }
        }
        else if (Current == 'ₜ')
        {
            _at++;
            name.Mark("t");
        }
        else
        {
            while (IsSubscript(Current) && Current != 'ₜ')
            {
                _at++;
            }

            name.Mark(WithT(_text.Substring(start, _at - start).Normalize(NormalizationForm.FormKC)));
        }
    }

    /// <summary>h(t) and h[t-1], as in older papers: t is not the name of a value, so it is unambiguous.</summary>
    private (string Mark, int End)? TimeInParentheses()
    {
        if (Current is not ('(' or '['))
        {
            return null;
        }

        var close = Current == '(' ? ')' : ']';
        var end = _at + 1;
        while (end < _text.Length && end < _at + 10 && _text[end] != close)
        {
            end++;
        }

        if (At(end) != close)
        {
            return null;
        }

        var mark = WithT(Compact(_text.Substring(_at + 1, end - _at - 1)));
        var isOther = IsOtherStep(mark) && mark[0] == 't';
        return (IsTime(mark) && mark[0] == 't') || isOther ? (mark, end + 1) : null;
    }

    /// <summary>t-2, n-1: a letter and an offset in steps.</summary>
    private static bool IsOtherStep(string mark) => mark.Length > 2 && char.IsLetter(mark[0]) && Kind(mark[1]) is TokenKind.Minus or TokenKind.Plus && mark.Skip(2).All(IsDigit);

    /// <summary>A mark with t instead of the cell's letter for the time.</summary>
    private string WithT(string mark) =>
        mark.Length > 0 && (mark[0] == _time || mark[0] == _otherTime?.Letter) && (mark.Length == 1 || IsOtherStep(mark)) ? "t" + mark.Substring(1) : mark;

    private static bool IsTime(string mark) => NameReading.TimeOf(mark) != TimeIndex.None;

    private static string Compact(string text) => string.Concat(text.Where(c => !char.IsWhiteSpace(c)));

    private void Refuse(NameReading name, Span span, string why)
    {
        if (!name.IsBroken && !_lineIsRefused)
        {
            _diagnostics.Add(EquationMistake.CannotBeRead, span, why);
        }

        name.IsBroken = true;
    }

    /// <summary>A name under construction.</summary>
    private sealed class NameReading(int start)
    {
        public int Start => start;

        public StringBuilder Letters { get; } = new();

        public List<string> Subscripts { get; } = [];

        /// <summary>The superscripts that are marks.</summary>
        public List<string> Superscripts { get; } = [];

        public TimeIndex Time { get; private set; }

        /// <summary>The steps from t at another time than t and t-1.</summary>
        public int Steps { get; private set; }

        /// <summary>A superscript that is a number.</summary>
        public double? Exponent { get; set; }

        public bool IsTransposed { get; set; }

        public int Primes { get; set; }

        public bool HasTwoTimes { get; private set; }

        public bool IsBroken { get; set; }

        /// <summary>Whether it is e, the base of the exponential function.</summary>
        public bool IsBase => Time == TimeIndex.None && Subscripts.Count == 0 && Letters.Length == 1 && Letters[0] == 'e';

        public CellName ToName(IEnumerable<string>? superscripts = null) => CellName.Of(Letters.ToString(), Subscripts, Primes, superscripts ?? Superscripts);

        public static TimeIndex TimeOf(string mark) => mark switch
        {
            "t" => TimeIndex.Now,
            "prev" or "previous" => TimeIndex.Previous,
            { Length: 3 } when mark[0] == 't' && mark[2] == '1' && Kind(mark[1]) == TokenKind.Minus => TimeIndex.Previous,
            _ => TimeIndex.None,
        };

        /// <summary>Adds the time, or a part of the name.</summary>
        public void Mark(string subscript)
        {
            var written = TimeOf(subscript);
            if (written == TimeIndex.None)
            {
                Subscripts.Add(subscript);
            }
            else
            {
                HasTwoTimes |= Time != TimeIndex.None;
                Time = written;
            }
        }

        /// <summary>Adds a time such as t-2 or t+1.</summary>
        public void MarkSteps(int steps)
        {
            HasTwoTimes |= Time != TimeIndex.None;
            (Time, Steps) = steps switch { 0 => (TimeIndex.Now, 0), -1 => (TimeIndex.Previous, 0), _ => (TimeIndex.Other, steps) };
        }
    }
}
