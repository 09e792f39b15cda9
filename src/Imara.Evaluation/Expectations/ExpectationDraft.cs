using System.Collections.Immutable;
using System.Text.Json;
using Imara.Evaluation.Events;
using Imara.Policy.Rules;

namespace Imara.Evaluation.Expectations;

/// <summary>An expectation while its members are read.</summary>
internal sealed class ExpectationDraft : JsonDraft
{
    // A whole line of `policy decide` is an expectation: what numbers it is passed over.
    private static readonly string[] Members = ["actions", "blocked", "not", "schema", "event"];
    private static readonly string[] ActionMembers = ["action", "file", "line", "pcr", "template"];
    private static readonly string[] BlockedMembers = ["class", "file", "line"];

    private ImmutableArray<ExpectedAction>? actions;
    private ImmutableArray<ExpectedAction>? blocked;
    private ActionClass? not;
    private ExpectedAction item = new(ActionClass.None);

    /// <inheritdoc/>
    public override bool TryRead(ref Utf8JsonReader json) =>
        TryReadObject(ref json, "`expect`", Members, Member)
        && (actions is not null || blocked is not null || not is not null || Fail("`expect` needs `actions`, `blocked` or `not`"));

    public PolicyExpectation ToExpectation() => new(actions, blocked, not ?? ActionClass.None);

    private bool Member(ref Utf8JsonReader json, int member)
    {
        switch (Members[member])
        {
            case "actions":
                return TryReadList(ref json, ActionMembers, out actions);
            case "blocked":
                return TryReadList(ref json, BlockedMembers, out blocked);
            case "not":
                var isRead = TryReadList(ref json, [], out var list);
                not = (list ?? []).Aggregate(ActionClass.None, (set, action) => set | action.Class);
                return isRead;
            default:
                return json.TokenType == JsonTokenType.Number || Fail($"`{Members[member]}` is a number");
        }
    }

    // Names of classes, or objects where they have members.
    private bool TryReadList(ref Utf8JsonReader json, string[] members, out ImmutableArray<ExpectedAction>? list)
    {
        list = null;
        if (json.TokenType != JsonTokenType.StartArray)
        {
            return Fail("`actions`, `blocked` and `not` are arrays");
        }

        var items = ImmutableArray.CreateBuilder<ExpectedAction>();
        while (json.Read() && json.TokenType != JsonTokenType.EndArray)
        {
            item = new ExpectedAction(ActionClass.None);
            var isRead = json.TokenType == JsonTokenType.String || members.Length == 0
                ? TryReadClass(ref json)
                : TryReadObject(ref json, "an expected action", members, (ref json, member) => ItemMember(ref json, members[member]))
                    && (item.Class != ActionClass.None || Fail($"an object in this list needs `{members[0]}`"));
            if (!isRead)
            {
                return false;
            }

            if (items.Any(earlier => earlier.Class == item.Class))
            {
                return Fail($"`{PolicyWords.Of(item.Class)}` is listed twice");
            }

            items.Add(item);
        }

        list = items.DrainToImmutable();
        return true;
    }

    private bool ItemMember(ref Utf8JsonReader json, string member)
    {
        switch (member)
        {
            case "action" or "class":
                return TryReadClass(ref json);
            case "line" or "pcr":
                if (json.TokenType != JsonTokenType.Number || !json.TryGetInt32(out var number) || number < 0)
                {
                    return Fail($"`{member}` is a number");
                }

                item = member == "line" ? item with { Line = number } : item with { Pcr = number };
                return true;
            default:
                if (json.TokenType != JsonTokenType.String)
                {
                    return Fail($"`{member}` is a string");
                }

                var text = json.GetString();
                item = member == "file" ? item with { File = text } : item with { Template = text };
                return true;
        }
    }

    private bool TryReadClass(ref Utf8JsonReader json)
    {
        if (json.TokenType != JsonTokenType.String || !TryReadText(ref json, out var word))
        {
            return Fail("an action is one of measure, appraise, audit and hash");
        }

        if (!PolicyWords.TryParseAction(word.Span, out var action) || !PolicyWords.IsDo(action))
        {
            return Fail($"`{word}` is none of measure, appraise, audit and hash");
        }

        item = item with { Class = PolicyWords.ClassOf(action) };
        return true;
    }
}
