using System.Collections.Immutable;
using System.Text;
using Imara.Diagnostics;
using Imara.Policy.Kernels;
using Imara.Policy.Rules;
using Imara.Policy.Syntax;

namespace Imara.Policy.Parsing;

/// <summary>Reads the value of one <c>key=value</c> token into a draft.</summary>
/// <remarks>docs/reference/policy.md 2.2.</remarks>
internal readonly struct RuleValueReader(RuleDraft draft, RuleContext context)
{
    public (Errno Errno, Diagnostic? Diagnostic) Read(ReadOnlySpan<byte> line, PolicyToken token, RuleKey key)
    {
        var value = token.Value.Of(line);
        return key switch
        {
            RuleKey.Func => Func(line, value, token),
            RuleKey.Mask => Mask(line, value, token),
            RuleKey.FsMagic => FsMagic(line, value, token),
            RuleKey.FsName => FsName(value),
            RuleKey.FsSubtype => FsSubtype(line, value, token),
            RuleKey.FsUuid => Uuid(line, value, token),
            RuleKey.Pcr => Pcr(line, value, token),
            RuleKey.Template => Template(line, value, token),
            RuleKey.Keyrings or RuleKey.Label => Items(line, value, token, key),
            RuleKey.AppraiseAlgos => AppraiseAlgos(line, value, token),
            RuleKey.DigestType or RuleKey.AppraiseType or RuleKey.AppraiseFlag => SignatureOptions.Read(draft, context.Kernel, line, token, key),
            _ when RuleKeys.IsId(key) => Id(line, value, token, key),
            _ => Lsm(line, value, token, key),
        };
    }

    private (Errno Errno, Diagnostic? Diagnostic) Func(ReadOnlySpan<byte> line, ReadOnlySpan<byte> value, PolicyToken token)
    {
        if (draft.Has(RuleKey.Func))
        {
            return Repeated(line, token, RuleKey.Func);
        }

        if (!PolicyWords.TryParseFunc(value, out var func) || func == PolicyFunc.PostSetattr)
        {
            return (Errno.EINVAL, WithCarriageReturn(line, token, Diagnostic.At(PolicyDiagnostics.UnknownFunc, token.Value, UserText.Of(value), Advice.OnFunc(value))));
        }

        if (WordFeatures.Of(func) is { } feature && !context.Kernel.Has(feature))
        {
            return (Errno.EINVAL, RuleParser.Missing(feature, token.Value, PolicyWords.Of(func), context.Kernel));
        }

        draft.Func = func;
        return default;
    }

    private (Errno Errno, Diagnostic? Diagnostic) Mask(ReadOnlySpan<byte> line, ReadOnlySpan<byte> value, PolicyToken token)
    {
        if (draft.Mask is not null)
        {
            return Repeated(line, token, RuleKey.Mask);
        }

        var anyOf = value[0] == '^';
        if (!PolicyWords.TryParseMask(anyOf ? value[1..] : value, out var mask) || mask == AccessMask.Access)
        {
            return (Errno.EINVAL, WithCarriageReturn(line, token, Diagnostic.At(PolicyDiagnostics.UnknownMask, token.Value, UserText.Of(value), Advice.OnMask(value))));
        }

        draft.Mask = new MaskCondition(mask, anyOf);
        return default;
    }

    private (Errno Errno, Diagnostic? Diagnostic) FsMagic(ReadOnlySpan<byte> line, ReadOnlySpan<byte> value, PolicyToken token)
    {
        // A first value of 0 does not count as given.
        if (draft.FsMagic is > 0)
        {
            return Repeated(line, token, RuleKey.FsMagic);
        }

        var errno = KernelNumber.ParseUnsigned(value, 16, out var magic);
        if (errno != Errno.None)
        {
            return (errno, NumberError(line, token, errno, "fsmagic", "hexadecimal", Advice.OnMagic(value), "0xffffffffffffffff"));
        }

        draft.FsMagic = magic;
        return default;
    }

    private (Errno Errno, Diagnostic? Diagnostic) FsName(ReadOnlySpan<byte> value)
    {
        draft.FsName = new ByteString(value);
        return default;
    }

    private (Errno Errno, Diagnostic? Diagnostic) FsSubtype(ReadOnlySpan<byte> line, ReadOnlySpan<byte> value, PolicyToken token)
    {
        if (draft.FsSubtype is not null)
        {
            return Repeated(line, token, RuleKey.FsSubtype);
        }

        draft.FsSubtype = new ByteString(value);
        return default;
    }

    private (Errno Errno, Diagnostic? Diagnostic) Uuid(ReadOnlySpan<byte> line, ReadOnlySpan<byte> value, PolicyToken token)
    {
        // A first nil UUID does not count as given.
        if (draft.FsUuid is { IsNil: false })
        {
            return Repeated(line, token, RuleKey.FsUuid);
        }

        if (!Rules.FsUuid.TryParse(value, out var uuid))
        {
            return (Errno.EINVAL, Diagnostic.At(PolicyDiagnostics.BadUuid, token.Value, UserText.Of(value), Advice.OnUuid(value)));
        }

        draft.FsUuid = uuid;
        return default;
    }

    private (Errno Errno, Diagnostic? Diagnostic) Id(ReadOnlySpan<byte> line, ReadOnlySpan<byte> value, PolicyToken token, RuleKey key)
    {
        // uid and euid share one slot, and so do gid and egid.
        var twin = key switch
        {
            RuleKey.Uid => RuleKey.Euid,
            RuleKey.Euid => RuleKey.Uid,
            RuleKey.Gid => RuleKey.Egid,
            RuleKey.Egid => RuleKey.Gid,
            _ => key,
        };
        foreach (var earlier in (ReadOnlySpan<RuleKey>)[key, twin])
        {
            if (draft.IdOf(earlier) is not null)
            {
                return Repeated(line, token, earlier);
            }
        }

        var errno = KernelNumber.ParseUnsigned(value, 10, out var id);
        if (errno == Errno.None && id >= uint.MaxValue)
        {
            errno = Errno.EINVAL;
            return (errno, Diagnostic.At(PolicyDiagnostics.NumberOutOfRange, token.Value, UserText.Of(value), RuleKeys.WordOf(key), "4294967294"));
        }

        if (errno != Errno.None)
        {
            return (errno, NumberError(line, token, errno, RuleKeys.WordOf(key), "decimal", Advice.OnDecimal(RuleKeys.WordOf(key), token.Operator, value), "4294967294"));
        }

        var op = token.Operator switch
        {
            (byte)'<' => IdOperator.Less,
            (byte)'>' => IdOperator.Greater,
            _ => IdOperator.Equal,
        };
        draft.SetId(key, new IdCondition(op, (uint)id));
        return default;
    }

    private (Errno Errno, Diagnostic? Diagnostic) Pcr(ReadOnlySpan<byte> line, ReadOnlySpan<byte> value, PolicyToken token)
    {
        if (!context.Kernel.Has(KernelFeature.FinalValidation) && draft.Action != PolicyAction.Measure)
        {
            return (Errno.EINVAL, Diagnostic.At(PolicyDiagnostics.NeedsActionBefore, token.Span, "pcr=", "measure", context.Kernel.Version.ToString()));
        }

        if (!KernelNumber.TryParseInt(value, out var pcr))
        {
            return (Errno.EINVAL, NumberError(line, token, Errno.EINVAL, "pcr", "decimal", Advice.OnDecimal("pcr", token.Operator, value), "63"));
        }

        if (pcr is < 0 or > 63)
        {
            return (Errno.EINVAL, Diagnostic.At(PolicyDiagnostics.NumberOutOfRange, token.Value, UserText.Of(value), "pcr", "63"));
        }

        draft.Pcr = pcr;
        return default;
    }

    private (Errno Errno, Diagnostic? Diagnostic) Template(ReadOnlySpan<byte> line, ReadOnlySpan<byte> value, PolicyToken token)
    {
        if (draft.Template is not null)
        {
            return Repeated(line, token, RuleKey.Template);
        }

        if (draft.Action != PolicyAction.Measure)
        {
            return (Errno.EINVAL, Diagnostic.At(PolicyDiagnostics.TemplateBeforeMeasure, token.Span, UserText.Of(token.Span.Of(line))));
        }

        foreach (var template in context.Templates)
        {
            if ((template.Name.Length > 0 && Ascii.Equals(value, template.Name)) || Ascii.Equals(value, template.Format))
            {
                draft.Template = template;
                return default;
            }
        }

        foreach (var (template, needs) in KernelTemplates.BuiltIn)
        {
            if (needs is { } feature && !context.Kernel.Has(feature) && (Ascii.Equals(value, template.Name) || Ascii.Equals(value, template.Format)))
            {
                return (Errno.EINVAL, RuleParser.Missing(feature, token.Value, template.Name, context.Kernel));
            }
        }

        string[] names = [.. context.Templates.Select(t => t.Name.Length > 0 ? t.Name : t.Format)];
        return (Errno.EINVAL, WithCarriageReturn(line, token, Diagnostic.At(PolicyDiagnostics.UnknownTemplate, token.Value, UserText.Of(value), Advice.OnTemplate(value, names))));
    }

    private (Errno Errno, Diagnostic? Diagnostic) Items(ReadOnlySpan<byte> line, ReadOnlySpan<byte> value, PolicyToken token, RuleKey key)
    {
        if (draft.Has(key))
        {
            return Repeated(line, token, key);
        }

        var items = ImmutableArray.CreateBuilder<ByteString>();
        foreach (var range in value.Split((byte)'|'))
        {
            if (value[range].IsEmpty)
            {
                var at = token.Value.Start + range.Start.GetOffset(value.Length);
                return (Errno.EINVAL, Diagnostic.At(PolicyDiagnostics.EmptyListItem, new SourceSpan(at, 0), UserText.Of(value)));
            }

            items.Add(new ByteString(value[range]));
        }

        if (key == RuleKey.Keyrings)
        {
            draft.Keyrings = items.DrainToImmutable();
        }
        else
        {
            draft.Labels = items.DrainToImmutable();
        }

        return default;
    }

    private (Errno Errno, Diagnostic? Diagnostic) AppraiseAlgos(ReadOnlySpan<byte> line, ReadOnlySpan<byte> value, PolicyToken token)
    {
        if (draft.AppraiseAlgos is not null)
        {
            return Repeated(line, token, RuleKey.AppraiseAlgos);
        }

        var set = default(HashAlgoSet);
        foreach (var range in value.Split((byte)','))
        {
            var name = value[range];
            var span = new SourceSpan(token.Value.Start + range.Start.GetOffset(value.Length), name.Length);
            if (name.IsEmpty)
            {
                return (Errno.EINVAL, Diagnostic.At(PolicyDiagnostics.EmptyListItem, span, UserText.Of(value)));
            }

            if (!HashAlgos.TryParse(name, out var algo))
            {
                return (Errno.EINVAL, WithCarriageReturn(line, token, Diagnostic.At(PolicyDiagnostics.UnknownHash, span, UserText.Of(name), Advice.OnHash(name))));
            }

            if (WordFeatures.Of(algo) is { } feature && !context.Kernel.Has(feature))
            {
                return (Errno.EINVAL, RuleParser.Missing(feature, span, HashAlgos.NameOf(algo), context.Kernel));
            }

            if (!context.Kernel.UsableHashes.Contains(algo))
            {
                return (Errno.EINVAL, Diagnostic.At(PolicyDiagnostics.UnavailableHash, span, UserText.Of(name), KernelConfigReader.OptionOf(algo)));
            }

            set = set.With(algo);
        }

        draft.AppraiseAlgos = set;
        return default;
    }

    private (Errno Errno, Diagnostic? Diagnostic) Lsm(ReadOnlySpan<byte> line, ReadOnlySpan<byte> value, PolicyToken token, RuleKey key)
    {
        var lsmKey = (LsmKey)(key - RuleKey.ObjUser);
        if (draft.LsmOf(lsmKey) is { IsDefined: true })
        {
            return Repeated(line, token, key);
        }

        var label = new ByteString(value);
        var isDefined = context.Kernel.Is(KernelOption.LsmRules) && context.Lsm.IsDefined(lsmKey, label);

        // Kernels without the final check refuse it at every load (docs/reference/policy.md 3.8, 7).
        if (!isDefined && !(context.IsCustomActive && context.Kernel.Has(KernelFeature.FinalValidation)))
        {
            return (Errno.EINVAL, Diagnostic.At(PolicyDiagnostics.UndefinedLabel, token.Value, UserText.Of(value)));
        }

        draft.SetLsm(new LsmCondition(lsmKey, label, isDefined));
        return default;
    }

    private (Errno Errno, Diagnostic? Diagnostic) Repeated(ReadOnlySpan<byte> line, PolicyToken token, RuleKey earlier) =>
        (Errno.EINVAL, Diagnostic.At(PolicyDiagnostics.Repeated, token.Span, UserText.Of(token.Span.Of(line)), UserText.Of(draft.TokenOf(earlier).Span.Of(line))));

    private static Diagnostic NumberError(ReadOnlySpan<byte> line, PolicyToken token, Errno errno, string key, string radix, string help, string max)
    {
        var display = UserText.Of(token.Value.Of(line));
        return errno == Errno.ERANGE
            ? Diagnostic.At(PolicyDiagnostics.NumberOutOfRange, token.Value, display, key, max)
            : WithCarriageReturn(line, token, Diagnostic.At(PolicyDiagnostics.NotANumber, token.Value, display, radix, help));
    }

    private static Diagnostic WithCarriageReturn(ReadOnlySpan<byte> line, PolicyToken token, Diagnostic otherwise) =>
        line[token.Span.End - 1] == '\r'
            ? Diagnostic.At(PolicyDiagnostics.CarriageReturn, SourceSpan.FromBounds(token.Span.End - 1, token.Span.End), UserText.Of(token.Span.Of(line)))
            : otherwise;
}
