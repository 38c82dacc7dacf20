using System.Text;

namespace RnnDsl.Generator.Equations;

/// <summary>Lexes names with their accents, subscripts and times.</summary>
internal sealed partial class Lexer
{
    private const int LongestName = 100;
    private const string Subscript = "a subscript is letters and digits, or the time: t or t-1";

    private void ReadName()
    {
        var name = new NameReading(_at);
        name.Letters.Append(Current == '\\' ? ReadCommandLetters(0) : ReadLetters());
        while (Current is '~' or '˜' or '∼' or 'ˆ' || (Current == '^' && (Next is '_' or '₋' || IsSubscript(Next))))
        {
            name.Letters.Append(Current is '^' or 'ˆ' ? '\u0302' : '\u0303');
            _at++;
        }

        while (ReadMark(name))
        {
        }

        Add(name);
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

        if (qualifier.IsMatrix && last.Time != TimeIndex.None)
        {
            var product = $"{qualifier.Name!.Display} · {last.Name!.At(last.Time)}";
            _diagnostics.AddWithFix(EquationMistake.CannotBeRead, span, product, $"names have no '.' here; write {product} for a product with a matrix");
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
        var cellName = isTooLong ? CellName.Of("p", [], 0) : CellName.Of(name.Letters.ToString(), name.Subscripts, name.Primes);
        if (name.Time == TimeIndex.None && EquationFunction.Find(cellName.Key) is null && TimeInParentheses() is { } time)
        {
            var open = _at;
            _at = time.End;
            span = new Span(name.Start, _at - name.Start);
            if (NameReading.TimeOf(time.Mark) is var index and not TimeIndex.None)
            {
                name.Time = index;
            }
            else
            {
                Refuse(name, new Span(open, _at - open), OtherTime(name, time.Mark));
            }
        }

        if (name.HasTwoTimes)
        {
            Refuse(name, span, "a name has one time, t or t-1");
        }
        else if (isTooLong)
        {
            Refuse(name, span, "this name is too long");
        }

        _tokens.Add(new Token(TokenKind.Name, span) { Name = cellName, Time = name.Time, IsAdjacent = Current == '(', IsBroken = name.IsBroken });
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
            name.Mark(WithT(ReadLetters()));
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
            ReadSuperscript(name);
        }
        else
        {
            return false;
        }

        return true;
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
            var mark = WithT(Unstyled(part));
            if (IsTime(mark) || (mark.Length > 0 && mark.All(c => char.IsLetterOrDigit(c) || IsMark(c))))
            {
                name.Mark(mark);
            }
            else
            {
                var isTime = IsOtherStep(mark) && mark[0] == 't';
                if (IsOtherStep(mark) && !isTime && name.Time == TimeIndex.None && !content.Split(',').Any(other => IsTime(Unstyled(other))))
                {
                    var value = CellName.Of(name.Letters.ToString(), name.Subscripts, name.Primes).Display;
                    _otherTime ??= (mark[0], new Span(open, _at - open), $"the time is t; write {value}_t for {value}_{mark[0]} and {value}_{{t-1}} for {value}_{{{mark[0]}-1}}");
                    return;
                }

                Refuse(name, new Span(open, _at - open), isTime ? OtherTime(name, mark) : Subscript);
                return;
            }
        }
    }

    /// <summary>h^{(t)}, h^t, h^{\prime}; any other superscript is not part of a name.</summary>
    private void ReadSuperscript(NameReading name)
    {
        var start = _at;
        string? content;
        if (Next is '{' or '(')
        {
            content = ReadContent(name);
        }
        else
        {
            _at++;
            content = Current == '\\' ? "\\" + ReadWord(_at + 1) : Current == '*' ? "*" : null;
            _at += content?.Length ?? 0;
            content ??= ReadLetters();
        }

        if (content is null)
        {
            return;
        }

        var mark = WithT(Unstyled(content).Trim('(', ')', '<', '>', '⟨', '⟩'));
        if (content.Trim() is "\\prime" or "'" or "′")
        {
            name.Primes++;
        }
        else if (IsTime(mark))
        {
            name.Mark(mark);
        }
        else
        {
            Refuse(name, new Span(start, Math.Max(_at - start, 1)), mark is "T" or "⊤" or "\\top"
                ? "nothing is transposed here; a weight matrix has the shape that its position requires"
                : "there are no powers; write a ⊙ a for a square, exp(a) for a power of e, and a mark of a name as a subscript, as in W_f");
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

            if (_text.Substring(start, _at - start) == "ₜ₋₁")
            {
                name.Mark("t-1");
            }
            else
            {
                Refuse(name, new Span(start, _at - start), OtherTime(name, _text.Substring(start, _at - start).Normalize(NormalizationForm.FormKC)));
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

    /// <summary>The advice for h_{t-2} and h_{t+1}.</summary>
    /// <param name="name">The name up to the mark.</param>
    /// <param name="mark">The time: t-2.</param>
    private static string OtherTime(NameReading name, string mark)
    {
        var value = CellName.Of(name.Letters.ToString(), name.Subscripts, name.Primes).Display;
        return Kind(mark[1]) == TokenKind.Plus
            ? $"a step does not see the one after it; count back by one, {value}_t for {value}_{{{mark}}} and {value}_{{t-1}} for {value}_t, as in h_t = f(h_{{t-1}}) for h_{{t+1}} = f(h_t)"
            : value == "x"
                ? $"a step sees the one before it and none farther back; keep the input in states: p_t = x_t and q_t = p_{{t-1}} as equations of their own, then q_{{t-1}} is x_{{t-2}}"
                : $"a step sees the one before it and none farther back; keep the value in a state: p_t = {value}_{{t-1}} as an equation of its own, then p_{{t-1}} is {value}_{{t-2}}";
    }

    /// <summary>t-2, n-1: a letter and an offset in steps.</summary>
    private static bool IsOtherStep(string mark) => mark.Length > 2 && char.IsLetter(mark[0]) && Kind(mark[1]) is TokenKind.Minus or TokenKind.Plus && mark.Skip(2).All(IsDigit);

    /// <summary>A mark with t instead of the cell's letter for the time.</summary>
    private string WithT(string mark) =>
        _otherTime is { Letter: var letter } && mark.Length > 0 && mark[0] == letter && (mark.Length == 1 || IsOtherStep(mark)) ? "t" + mark.Substring(1) : mark;

    private static bool IsTime(string mark) => NameReading.TimeOf(mark) != TimeIndex.None;

    private static string Compact(string text) => string.Concat(text.Where(c => !char.IsWhiteSpace(c)));

    private void Refuse(NameReading name, Span span, string why)
    {
        if (!name.IsBroken)
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

        public TimeIndex Time { get; set; }

        public int Primes { get; set; }

        public bool HasTwoTimes { get; private set; }

        public bool IsBroken { get; set; }

        public static TimeIndex TimeOf(string mark) => mark switch
        {
            "t" => TimeIndex.Now,
            "prev" or "previous" or "t-1" or "t−1" or "t–1" => TimeIndex.Previous,
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
    }
}
