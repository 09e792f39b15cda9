using System.Xml.Linq;
using Imara.Testing;

namespace Imara.Architecture.Tests;

public class ReferenceTests
{
    [Fact]
    public void Every_room_is_a_row_of_the_table() =>
        Assert.Empty(Rooms.Existing.Where(room => !Rooms.Table.ContainsKey(room)));

    [Fact]
    public void A_room_references_only_what_its_row_reaches()
    {
        var forbidden =
            from room in Rooms.Existing
            let allowed = Rooms.Closure(room)
            from referenced in Rooms.ReferencedBy(room)
            where !allowed.Contains(referenced)
            select $"{room} references {referenced}";
        Assert.Empty(forbidden);
    }

    [Fact]
    public void Nothing_references_the_program() =>
        Assert.Empty(Rooms.Existing.Where(room => Rooms.ReferencedBy(room).Contains("Imara.Cli")));

    [Fact]
    public void Only_hashing_sees_BouncyCastle()
    {
        var users = Repository.Files("src", "*.csproj").Where(path => File.ReadAllText(Repository.PathOf(path)).Contains("BouncyCastle"));
        Assert.All(users, path => Assert.Equal("src/Imara.Hashing/Imara.Hashing.csproj", path));
    }

    [Fact]
    public void Every_project_is_in_the_solution()
    {
        var listed = XDocument.Load(Repository.PathOf("Imara.slnx")).Descendants("Project").Select(project => project.Attribute("Path")!.Value);
        var existing = Repository.Files("src", "*.csproj").Concat(Repository.Files("tests", "*.csproj"));
        Assert.Equal(existing.Order(StringComparer.Ordinal), listed.Order(StringComparer.Ordinal));
    }
}
