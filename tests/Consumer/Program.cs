using Simmer;

Console.WriteLine(Placeholder.Greet("consumer"));
