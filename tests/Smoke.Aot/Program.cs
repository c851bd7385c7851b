using Simmer;

Console.WriteLine(Placeholder.Greet("smoke"));
